"""Explains in sentences why a levy is what it is."""

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
    """Return what the district requested, what decided the levy, and the result."""
    if result.missing:
        return f"{_name(levy)} is not computed: it waits for {result.missing}."
    if result.binding is Binding.RECEIVED:
        return _received(levy, result, received)
    sentences = []
    if request is not None and request.certified_amount is not None:
        sentences.append(f"{_name(levy)} asked for {dollars(request.certified_amount)}.")
    sentences += _decision_sentences(result, form)
    return " ".join(sentences)


def _name(levy: Levy) -> str:
    return " ".join(levy.name.split())


def _received(levy: Levy, result: LevyResult, received: ReceivedRate | None) -> str:
    if levy.part_of is not None:
        return f"The law sets it aside from {levy.part_of}, at its own rate."
    source = (received and received.source) or "Another body"
    if result.amount is None:
        return f"{source} decided the rate, {rate(result.rate)}; this county only applies it."
    return f"{source} decided the amount, {dollars(result.amount)}."


def _decision_sentences(result: LevyResult, form: Form) -> Iterator[str]:
    if result.binding is Binding.NONE:
        yield "There is no value to tax, so nothing is levied."
        return
    compared = form.candidates(result)
    deciding = next((candidate for candidate in compared if candidate.decides), None)
    if deciding is None:
        if result.binding is Binding.CERTIFIED:
            yield f"The levy is that amount: {dollars(result.amount)}."
        else:
            yield _limit_sentence(result, form)
        return
    lowest = compared[0]
    if (
        lowest.amount is not None
        and deciding.amount is not None
        and lowest.amount < deciding.amount
    ):
        yield (
            f"The lowest, {_in_sentence(lowest)}, is {dollars(lowest.amount)}; what was levied too "
            f"little before is added, up to what {deciding.allows} allows: "
            f"{dollars(deciding.amount)}."
        )
    elif result.binding is Binding.CERTIFIED:
        above = next(
            (
                candidate
                for candidate in compared
                if not candidate.decides and candidate.amount is not None
            ),
            None,
        )
        if above is not None:
            yield (
                f"The law allows that: the next lowest, {_in_sentence(above)}, is "
                f"{dollars(above.amount)}."
            )
    else:
        yield (
            f"The law allows {dollars(deciding.amount)}, because {deciding.allows} "
            "allows that much."
        )
    if result.worksheet is not None and deciding.amount != result.amount:
        yield _change_sentence(form.changes(result.worksheet), deciding.amount, result.amount)


def _limit_sentence(result: LevyResult, form: Form) -> str:
    allowed = f"The {form.bound_by[result.binding]} allows a rate of {rate(result.rate)}"
    if result.amount is None:
        return f"{allowed}."
    return f"{allowed}, so the levy is {dollars(result.amount)}."


def _in_sentence(candidate: Candidate) -> str:
    """Return a candidate's label for use within a sentence."""
    return f"{candidate.label[0].lower()}{candidate.label[1:]}"


def _change_sentence(
    changes: tuple[Change, ...], decided: Decimal | None, amount: Decimal | None
) -> str:
    """Return how the amount that was decided became the levy."""
    if decided is None or decided + sum(change.amount for change in changes) != amount:
        return f"After corrections the levy is {dollars(amount)}."
    changes_text = [
        f"{'plus' if change.amount > 0 else 'less'} {dollars(abs(change.amount))} "
        f"({change.line.label[0].lower()}{change.line.label[1:]})"
        for change in changes
    ]
    return f"That, {written_together(changes_text)}, makes the levy {dollars(amount)}."
