"""Tokens, proofs, versions, exchange and inspection."""

from meta_calls import PAGE, Meta, open_meta, sample

from sources.social.emulator import defaults as d
from sources.social.emulator.tokens import proof_of


async def test_a_call_without_token_is_2500(meta: Meta):
    assert await meta.error(PAGE, token=None) == (400, 2500, None)


async def test_an_unknown_token_is_190(meta: Meta):
    assert await meta.error(PAGE, "nobody") == (400, 190, None)


async def test_expired_and_revoked_tokens_have_their_subcodes_until_they_are_ok_again(meta: Meta):
    await meta.control("tokens", token=d.PAGE_TOKEN, state="expired")
    assert await meta.error(PAGE) == (400, 190, 463)
    await meta.control("tokens", token=d.PAGE_TOKEN, state="revoked")
    assert await meta.error(PAGE) == (400, 190, 460)
    await meta.control("tokens", token=d.PAGE_TOKEN, state="revoked", subcode=458)
    assert await meta.error(PAGE) == (400, 190, 458)
    await meta.control("tokens", token=d.PAGE_TOKEN, state="ok")
    assert (await meta.read(PAGE))["id"] == d.PAGE_ID


async def test_a_token_in_the_url_works_and_is_counted(meta: Meta):
    await meta.read(PAGE, token=None, access_token=d.PAGE_TOKEN)
    await meta.read(PAGE)
    journal = await meta.journal()
    assert journal["tokens_in_urls"] == 1
    assert journal["tokens_in_urls_by_path"] == {f"/{d.PAGE_ID}": 1}
    assert d.PAGE_TOKEN not in str(journal)


async def test_a_missing_proof_is_refused_only_when_the_app_asks_for_it(meta: Meta):
    assert (await meta.get(PAGE)).status_code == 200
    await meta.control("modes", proof=True)
    answer = await meta.get(PAGE)
    assert (
        answer.json()["error"]["message"] == "API calls from the server require an appsecret_proof argument"
    )
    right = proof_of(d.APP_SECRET, d.PAGE_TOKEN)
    assert (await meta.get(PAGE, appsecret_proof=right)).status_code == 200


async def test_a_wrong_proof_is_always_refused(meta: Meta):
    answer = await meta.get(PAGE, appsecret_proof="00")
    assert answer.json()["error"]["message"] == "Invalid appsecret_proof provided in the API argument"
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, 100)


async def test_the_proof_is_the_one_of_the_known_vector():
    vector = sample("signatures/vectors.json")
    proof = vector["appsecret_proof"]
    assert proof_of(vector["app_secret"], proof["access_token"]) == proof["expected"]


async def test_an_exchanged_token_lives_sixty_days(meta: Meta):
    asked = {
        "grant_type": "fb_exchange_token",
        "client_id": d.APP_ID,
        "client_secret": d.APP_SECRET,
        "fb_exchange_token": d.USER_TOKEN,
    }
    found = await meta.read("/v26.0/oauth/access_token", token=None, **asked)
    assert found.keys() == sample("tokens/long_lived_exchange.json").keys()
    assert found["expires_in"] == 5_184_000
    assert (await meta.read("/v26.0/me", found["access_token"]))["id"] == d.USER_ID
    await meta.control("clock", advance_seconds=5_184_001)
    assert await meta.error("/v26.0/me", found["access_token"]) == (400, 190, 463)


async def test_an_exchange_with_a_wrong_secret_fails(meta: Meta):
    asked = {"grant_type": "fb_exchange_token", "client_id": d.APP_ID, "client_secret": "no"}
    assert await meta.error("/v26.0/oauth/access_token", token=None, **asked) == (400, 1, None)


async def test_debug_token_tells_what_a_token_is(meta: Meta):
    app_token = f"{d.APP_ID}|{d.APP_SECRET}"
    found = (await meta.read("/v26.0/debug_token", app_token, input_token=d.USER_TOKEN))["data"]
    assert found.keys() == sample("tokens/debug_token.json")["data"].keys()
    assert (found["type"], found["is_valid"], found["user_id"]) == ("USER", True, d.USER_ID)
    await meta.control("tokens", token=d.USER_TOKEN, state="expired")
    dead = (await meta.read("/v26.0/debug_token", app_token, input_token=d.USER_TOKEN))["data"]
    assert (dead["is_valid"], dead["error"]["subcode"]) == (False, 463)
    nobody = "nobody"
    unknown = (await meta.read("/v26.0/debug_token", app_token, input_token=nobody))["data"]
    assert unknown["is_valid"] is False


async def test_accounts_of_the_user_carry_the_page_token(meta: Meta):
    for path in ("/v26.0/me/accounts", f"/v26.0/{d.USER_ID}/accounts"):
        found = await meta.read(path, d.USER_TOKEN)
        recorded = sample("tokens/accounts.json")
        assert found.keys() == recorded.keys()
        assert found["data"][0].keys() == recorded["data"][0].keys()
        assert found["data"][0]["access_token"] == d.PAGE_TOKEN


async def test_me_is_the_owner_of_the_token(meta: Meta):
    assert (await meta.read("/v26.0/me"))["id"] == d.PAGE_ID
    assert (await meta.read("/v26.0/me", d.USER_TOKEN))["id"] == d.USER_ID


async def test_a_living_version_is_served_as_asked_and_any_other_as_the_oldest(meta: Meta):
    served = {}
    for asked in ("/v26.0", "/v24.0", "/v20.0", "/v27.0", ""):
        served[asked] = (await meta.get(f"{asked}/{d.PAGE_ID}")).headers["facebook-api-version"]
    assert served == {"/v26.0": "v26.0", "/v24.0": "v24.0", "/v20.0": "v21.0", "/v27.0": "v21.0", "": "v21.0"}


async def test_versions_die_by_control_and_by_the_clock(meta: Meta):
    assert (await meta.control("versions", sunset="v21.0"))["living"][0] == "v22.0"
    assert (await meta.get("/v21.0/me")).headers["facebook-api-version"] == "v22.0"
    assert (await meta.control("versions", living="v21.0"))["living"][0] == "v21.0"
    await meta.control("clock", now="2027-06-01")
    assert (await meta.get("/v21.0/me")).headers["facebook-api-version"] == "v23.0"


async def test_options_can_ask_for_proof_and_other_tokens():
    options = {"require_proof": "true", "page_token": "mine", "app_secret": "s"}
    async with open_meta(**options) as other:
        assert await other.error("/v26.0/me", "mine") == (400, 100, None)
        found = await other.read("/v26.0/me", "mine", appsecret_proof=proof_of("s", "mine"))
        assert found["id"] == d.PAGE_ID


async def test_an_app_token_can_be_asked_for_and_reads_no_content(meta: Meta):
    asked = {"grant_type": "client_credentials", "client_id": d.APP_ID, "client_secret": d.APP_SECRET}
    found = await meta.read("/v26.0/oauth/access_token", token=None, **asked)
    assert await meta.error(PAGE, found["access_token"]) == (400, 10, None)


async def test_other_grants_and_apps_are_refused(meta: Meta):
    asked = {"grant_type": "other", "client_id": d.APP_ID, "client_secret": d.APP_SECRET}
    path = "/v26.0/oauth/access_token"
    assert await meta.error(path, token=None, **asked) == (400, 100, None)
    assert await meta.error(path, token=None, **{**asked, "client_id": "1"}) == (400, 101, None)
    page = {**asked, "grant_type": "fb_exchange_token", "fb_exchange_token": d.PAGE_TOKEN}
    assert await meta.error(path, token=None, **page) == (400, 190, None)


async def test_debug_token_is_for_the_app_or_the_token_itself(meta: Meta):
    path = "/v26.0/debug_token"
    assert (await meta.read(path, input_token=d.PAGE_TOKEN))["data"]["profile_id"] == d.PAGE_ID
    assert await meta.error(path, input_token=d.USER_TOKEN) == (400, 100, None)
    assert await meta.error(path) == (400, 100, None)
