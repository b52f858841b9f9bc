"""When an address is visited again: what is known of it, and the policy that makes a time of that."""

from pipelines.revisit.history import History
from pipelines.revisit.policy import Next, Reason, next_look_for, next_visit
from pipelines.revisit.settings import DEFAULT, Policy

__all__ = ["DEFAULT", "History", "Next", "Policy", "Reason", "next_look_for", "next_visit"]
