"""What if: the replays of last year's cases that people asked for, and the result of each run."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from engine.models.base import Base, new_id


class Simulation(Base):
    """One replay. `state` is running, done, stopped or failed.

    `plans` is all that its runs need, packed, so that editing a change meanwhile does not affect it.
    """

    __tablename__ = "simulations"
    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    process_id: Mapped[str] = mapped_column(String(200), index=True)
    change_id: Mapped[str | None] = mapped_column(ForeignKey("changes.id"), index=True)
    asked_by: Mapped[str] = mapped_column(String(32))
    asked_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(String(20), default="running")
    seed: Mapped[int]
    runs: Mapped[int]
    sides: Mapped[int]
    """How many drawings are replayed beside each other."""
    done: Mapped[int] = mapped_column(default=0)
    """How many runs of all sides together."""
    told: Mapped[dict[str, Any]]
    """What is shown of it: its sides with their people and assumptions, the period, and what was measured."""
    plans: Mapped[bytes] = mapped_column(LargeBinary)


class SimulationRun(Base):
    """The figures of one run of one side. Runs with the same number use the same random numbers."""

    __tablename__ = "simulation_runs"
    simulation_id: Mapped[str] = mapped_column(ForeignKey("simulations.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    side: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    figures: Mapped[dict[str, Any]]
