"""Why a levy is what it is, in the sentences that people ask for."""

from collections.abc import Iterator
from decimal import Decimal

from levy.kinds import Binding
from levy.law.form import Candidate, Change, Form
from levy.law.season import Levy, LevyResult, ReceivedRate, Request
from levy.web.format import dollars, rate, written_together


def explanation(
    levy: Levy,
    result: LevyResult,
    request: Request | None,
    received: ReceivedRate | None,
    form: Form,
) -> str:
    """Return what was asked, what decided, and what came of it."""
    if result.missing:
        return f"{_named(levy)} is not computed: it waits for {result.missing}."
    if result.binding is Binding.RECEIVED:
        return _received(levy, result, received)
    sentences = []
    if request is not None and request.certified_amount is not None:
        sentences.append(f"{_named(levy)} asked for {dollars(request.certified_amount)}.")
    sentences += _decided(result, form)
    return " ".join(sentences)


def _named(levy: Levy) -> str:
    return " ".join(levy.name.split())


def _received(levy: Levy, result: LevyResult, received: ReceivedRate | None) -> str:
    if levy.part_of is not None:
        return f"The law sets it aside from {levy.part_of}, at a rate of its own."
    source = (received and received.source) or "Somebody else"
    if result.amount is None:
        return f"{source} decided the rate, {rate(result.rate)}; this county only applies it."
    return f"{source} decided the amount, {dollars(result.amount)}."


def _decided(result: LevyResult, form: Form) -> Iterator[str]:
    if result.binding is Binding.NONE:
        yield "There is no value to tax, so that nothing is levied."
        return
    compared = form.candidates(result)
    deciding = next((one for one in compared if one.decides), None)
    if deciding is None:
        if result.binding is Binding.CERTIFIED:
            yield f"The levy is that amount: {dollars(result.amount)}."
        else:
            yield _limited(result, form)
        return
    lowest = compared[0]
    if (
        lowest.amount is not None
        and deciding.amount is not None
        and lowest.amount < deciding.amount
    ):
        yield (
            f"The lowest, {_within(lowest)}, is {dollars(lowest.amount)}; what was levied too "
            f"little before is added to it, as far as {deciding.allows} lets it: "
            f"{dollars(deciding.amount)}."
        )
    elif result.binding is Binding.CERTIFIED:
        above = next((one for one in compared if not one.decides and one.amount is not None), None)
        if above is not None:
            yield (
                f"The law allows that: the next lowest, {_within(above)}, is "
                f"{dollars(above.amount)}."
            )
    else:
        yield (
            f"The law allows {dollars(deciding.amount)}, because {deciding.allows} "
            "allows that much."
        )
    if result.worksheet is not None and deciding.amount != result.amount:
        yield _afterwards(form.changes(result.worksheet), deciding.amount, result.amount)


def _limited(result: LevyResult, form: Form) -> str:
    left = f"The {form.bound_by[result.binding]} leaves it a rate of {rate(result.rate)}"
    return f"{left}." if result.amount is None else f"{left}, and so {dollars(result.amount)}."


def _within(candidate: Candidate) -> str:
    """Return what a candidate is called within a sentence."""
    return f"{candidate.label[0].lower()}{candidate.label[1:]}"


def _afterwards(
    changes: tuple[Change, ...], decided: Decimal | None, amount: Decimal | None
) -> str:
    """Say how the amount that was decided became the levy."""
    if decided is None or decided + sum(change.amount for change in changes) != amount:
        return f"After corrections the levy is {dollars(amount)}."
    said = [
        f"{'plus' if change.amount > 0 else 'less'} {dollars(abs(change.amount))} "
        f"({change.line.label[0].lower()}{change.line.label[1:]})"
        for change in changes
    ]
    return f"That, {written_together(said)}, makes the levy {dollars(amount)}."
