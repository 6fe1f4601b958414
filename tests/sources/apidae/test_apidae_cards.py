"""Cards of communes: those that have public offers, each once, by its INSEE code."""

from gateway.testing.stage import Stage


async def test_communes_with_offers_have_one_card_each(stage: Stage) -> None:
    async with stage.new_gateway().open() as opened:
        context = opened.job_context(opened.by_name["apidae"])
        communes = [card async for card in context.cards("Commune")]
        wanted = {card.insee async for card in context.cards("Offer") if card.insee}
    assert {card.key for card in communes} == wanted
    assert len(communes) == len(wanted) > 100
    assert all(card.name for card in communes)
