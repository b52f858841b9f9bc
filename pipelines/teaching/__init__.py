"""Teaching: from one value, pointed out on one page, to rules that read the field on the pages of a site."""

from pipelines.teaching.lesson import Lesson, Reading, learn_rules

__all__ = ["Lesson", "Reading", "learn_rules"]
