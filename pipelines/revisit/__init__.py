"""When an address is visited again: what is known of it, and the policy that makes a time of that."""

from pipelines.revisit.history import History
from pipelines.revisit.policy import DEFAULT, Next, Policy, Reason, next_visit

__all__ = ["DEFAULT", "History", "Next", "Policy", "Reason", "next_visit"]
