"""The gate of a run: which of the addresses that its pages lead to are taken up, and in which spelling."""

from typing import Protocol

from archive.ledger import Found
from pipelines.visit import Visit


class Gate(Protocol):
    """Whoever decides. What is kept out is counted in the account of the run, by its reason."""

    @property
    def is_full(self) -> bool:
        """Whether a budget keeps addresses out that another run may take up."""

    def preferred(self, address: str) -> str | None:
        """``address`` in the spelling that the site uses, as far as the run knows it; None: it is not of the site."""

    def admit(self, visit: Visit) -> tuple[Found, ...]:
        """The addresses to take up of those that the page of ``visit`` led to."""
