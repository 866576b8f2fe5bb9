"""Simulation: replaying cases through a drawing, with what was measured and a number of people per group. Pure."""

from engine.simulation.drawing import draw_plan
from engine.simulation.measured import Assumption, Measured
from engine.simulation.plan import Edge, Node, Plan, Timer, plan_from_json
from engine.simulation.replay import replay
from engine.simulation.run import Load, Run
from engine.simulation.summing import Figures, Outcome, sum_up, summarise
