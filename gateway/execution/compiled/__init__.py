"""The compiled executor: an operation becomes straight Python code once, and is then run many times."""

from gateway.execution.compiled.plan import NeedsOrdinary, Plan, Result
from gateway.execution.compiled.plans import plan_of
from gateway.execution.compiled.rendered import Rendered
from gateway.execution.compiled.running import PlanRunner

__all__ = ["NeedsOrdinary", "Plan", "PlanRunner", "Rendered", "Result", "plan_of"]
