"""The compiled executor: an operation becomes straight Python code once, and is then run many times."""

from gateway.execution.compiled.plan import NeedsOrdinary, Plan
from gateway.execution.compiled.plans import plan_of
from gateway.execution.compiled.rendered import Rendered
from gateway.execution.compiled.running import PlanRunner, Result

__all__ = ["NeedsOrdinary", "Plan", "PlanRunner", "Rendered", "Result", "plan_of"]
