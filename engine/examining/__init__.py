"""Examining: whether an installation can do its work, so that an operator need not wait for the first complaint.

Each finding states a fact and, where that is a problem, what to do. Nothing is changed and no mail is sent.
"""

from engine.examining.findings import Finding, Verdict
from engine.examining.inside import examine_work
from engine.examining.outside import examine_folder, examine_mail, examine_settings, examine_sign_in
