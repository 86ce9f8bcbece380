"""A programme run by programs alone: begun, joined, earned, redeemed, refunded, looked at in time."""

from regulars.api.shapes import loyalty as shapes
from regulars.api.shapes.earning import EarningRule, WouldEarn

NOON = "2024-{:02}-{:02}T12:00:00Z"


def on(month, day=1):
    return NOON.format(month, day)


def test_a_programme_is_run_by_programs_alone(owner, ada):
    terms = {
        "earning": {"points": 1, "per": 100},
        "expiry": {"count": 1, "round_to": "day"},
        "refunds": {"policy": "unlimited"},
        "tiers": {"levels": [{"word": "silver", "name": "Silver", "min": 100}]},
    }
    programme = owner.post("/loyalty/programmes", name="Card", time_zone="Europe/Paris", terms=terms).json()
    shapes.Programme.model_validate(programme)
    member = owner.post("/loyalty/members", customer=ada.pk, at=on(1)).json()
    shapes.WholeMember.model_validate(member)
    one = f"/loyalty/members/{member['id']}"
    order = owner.post(f"{one}/earn", spend=12050, reference="shop:1", key="shop:1", at=on(1, 31))
    assert order.status_code == 201 and order.json()["points"] == 120
    shapes.Operation.model_validate(order.json())
    again = owner.post(f"{one}/earn", spend=12050, reference="shop:1", key="shop:1", at=on(1, 31))
    assert again.json() == order.json()
    other = owner.post(f"{one}/earn", spend=1, reference="shop:1", key="shop:1", at=on(1, 31))
    assert other.status_code == 409 and other.json()["errors"][0]["code"] == "taken"
    said = owner.get(one, at="2024-02-29T22:59:59Z").json()
    assert (said["available"], said["tier"], said["worth"]) == (120, "silver", 120)
    assert said["expiries"] == [{"at": "2024-02-29T23:00:00Z", "points": 120}]
    assert owner.get(one, at="2024-02-29T23:00:00Z").json()["available"] == 0
    assert owner.post(f"{one}/redeem", points=121, at=on(2)).json()["errors"][0]["code"] == "not_enough"
    held = owner.post(f"{one}/hold", points=100, at=on(2), minutes=60).json()["hold"]
    spent = owner.post(f"/loyalty/holds/{held['id']}/capture", points=90, at="2024-02-01T12:30:00Z").json()
    assert spent["balance"] == 30
    taken = owner.post(f"/loyalty/operations/{order.json()['id']}/take-back", spend=12050, at=on(2, 2)).json()
    assert (taken["points"], taken["change"], taken["balance"]) == (120, -120, -90)
    back = owner.post(f"/loyalty/operations/{spent['id']}/give-back", at=on(2, 3)).json()
    assert back["balance"] == 0
    kinds = [each["kind"] for each in owner.get(f"{one}/history", limit=100).json()["items"]]
    assert kinds == ["give back", "take back", "capture", "release", "hold", "earn"]
    report = owner.get(f"/loyalty/programmes/{programme['id']}/report", since=on(1), until=on(3)).json()
    shapes.Report.model_validate(report)
    assert report["movement"]["closing"] == 0 and report["totals"]["reversed"] == 120
    restored = owner.post(f"/loyalty/operations/{order.json()['id']}/restore", at=on(2, 4)).json()
    assert (restored["points"], restored["balance"]) == (120, 120)


def test_terms_are_changed_part_by_part_and_refused_by_name(owner, program):
    programme = owner.post("/loyalty/programmes", name="Card").json()
    one = f"/loyalty/programmes/{programme['id']}"
    changed = owner.patch(one, terms={"expiry": {"count": 12}, "tiers": {"downgrade": "one step"}}).json()
    assert changed["version"] == 2 and changed["terms"]["tiers"]["downgrade"] == "one step"
    assert changed["terms"]["tiers"]["basis"] == "points" and changed["terms"]["expiry"]["unit"] == "month"
    assert owner.patch(one, terms={"expiry": None}).json()["terms"]["expiry"] is None
    for terms, field in (
        ({"refunds": {"policy": "never"}}, "refunds.policy"),
        ({"tiers": {"period": {"kind": "rolling"}}}, "tiers"),
        ({"expiri": {}}, "expiri"),
        (
            {"tiers": {"levels": [{"word": "a", "name": "A", "min": 1, "benefits": {"multiplier": "1e9"}}]}},
            "tiers.levels.0",
        ),
    ):
        refused = owner.patch(one, terms=terms)
        assert refused.status_code == 422 and refused.json()["errors"][0]["field"] == field
    assert program.patch(one, terms={}).status_code == 403
    assert owner.post(f"{one}/preview", terms={"tiers": {"levels": []}}).json() == dict.fromkeys(
        shapes.Effect.model_fields, 0
    )


def test_what_has_not_happened_yet_is_not_taken(owner, ada):
    owner.post("/loyalty/programmes", name="Card")
    member = owner.post("/loyalty/members", customer=ada.pk).json()
    refused = owner.post(f"/loyalty/members/{member['id']}/earn", points=5, at="2999-01-01T00:00:00Z")
    assert refused.json()["errors"][0]["field"] == "at"
    assert owner.post("/loyalty/members/999/earn", points=5).status_code == 404
    for wrong in ({"points": "5"}, {"points": 5.5}, {"points": 0}, {"points": 10**15}):
        assert owner.post(f"/loyalty/members/{member['id']}/earn", **wrong).status_code == 422


def test_no_moment_at_the_end_of_all_time_makes_a_member_unreadable(owner, ada):
    owner.post("/loyalty/programmes", name="Card")
    one = f"/loyalty/members/{owner.post('/loyalty/members', customer=ada.pk).json()['id']}"
    till = {"shop": "Till", "key": "till:1"}
    last = "9999-12-31T23:59:59-12:00"  # in UTC the year 10000, which the database keeps and nobody can read
    for path, said in (
        ("earn", {"points": 5, "expires_at": last}),
        ("earn", {"points": 5, "at": "0001-01-01T00:00:00+12:00"}),
        ("extend", {"until": last}),
        ("hold", {"points": 1, "minutes": 10**12}),
        ("earn/preview", {"spend": 10**4000}),
        ("earn", {"spend": -5, **till}),
        ("earn", {"spend": 10**13, **till}),
        ("earn", {"items": [{"net": 10**12}, {"net": 1}], **till}),
    ):
        owner.post(f"{one}/earn", points=1)
        assert owner.post(f"{one}/{path}", **said).status_code == 422
    assert owner.get(one, at=last).status_code == 422
    assert owner.post(f"{one}/earn", spend=500, **till).json()["points"] == 5, "nothing has used the key up"
    assert owner.get(one).status_code == 200


def test_an_agent_at_the_desk_gives_by_hand_and_does_not_earn_for_members(program, owner, client, noor, grace, ada):
    owner.post("/loyalty/programmes", name="Card")
    member = owner.post("/loyalty/members", customer=ada.pk).json()["id"]
    client.force_login(noor)
    by_browser = {"data": {"points": 1_000_000}, "content_type": "application/json"}
    assert client.post(f"/api/loyalty/members/{member}/earn", **by_browser).status_code == 403
    assert program.post(f"/loyalty/members/{member}/earn", points=700).status_code == 201
    client.force_login(grace)
    assert client.post(f"/api/loyalty/members/{member}/earn", **by_browser).status_code == 201


def test_a_rule_is_made_by_programs_and_what_is_tried_is_what_is_given(owner, ada):
    programme = owner.post("/loyalty/programmes", name="Card").json()
    member = owner.post("/loyalty/members", customer=ada.pk).json()
    one, all_rules = f"/loyalty/members/{member['id']}", f"/loyalty/programmes/{programme['id']}/rules"
    rule = owner.post(all_rules, name="Coffee", scheme={"do": "multiply", "times": "2", "only": ["Coffee"]}).json()
    EarningRule.model_validate(rule)
    dear = {"field": "event.amount", "at least": 100}
    other = owner.post(all_rules, name="Dear", conditions=dear, scheme={"points": 50, "often": {"most": 1}}).json()
    owner.post(f"/loyalty/rules/{other['id']}/move", to=1)
    assert [each["name"] for each in owner.get(all_rules).json()["items"]] == ["Dear", "Coffee"]
    items = [{"net": 1000, "words": ["coffee"]}, {"net": 2000, "quantity": 3}]
    asked = owner.post(f"{one}/earn/preview", items=items).json()
    WouldEarn.model_validate(asked)
    assert asked["points"] == 40 and "at least 100" in asked["rules"][0]["why_not"]
    given = owner.post(f"{one}/earn", items=items, key="till:1").json()
    assert (given["points"], given["parts"], given["reason"]) == (40, asked["parts"], "Coffee")
    assert [owner.post(f"{one}/earn", spend=10_000).json()["points"] for _twice in range(2)] == [150, 100]
    owner.patch(f"/loyalty/rules/{rule['id']}", scheme={"points": 7})
    owner.post(f"/loyalty/rules/{rule['id']}/turn", on=False)
    assert owner.post(f"{one}/earn/preview", spend=100).json()["points"] == 1
    assert owner.post(f"/loyalty/rules/{rule['id']}/back", to=1).json()["scheme"]["times"] == "2"
    assert owner.post(all_rules, name="Wrong", scheme={"points": -1}).json()["errors"][0]["field"] == "steps.1.points"
    assert owner.delete(f"/loyalty/rules/{rule['id']}").status_code == 204


def test_a_hotel_is_run_by_programs_alone_with_status_points_and_nights(owner, ada):
    levels = [
        {"word": "silver", "name": "Silver", "min": 2000, "ways": [{"nights": 10}], "benefits": {"multiplier": "1.24"}}
    ]
    terms = {"earning": {"points": 25, "per": 1000}, "tiers": {"counters": ["Nights"], "levels": levels}}
    programme = owner.post("/loyalty/programmes", name="Hotel", terms=terms).json()
    one = f"/loyalty/members/{owner.post('/loyalty/members', customer=ada.pk, at=on(1)).json()['id']}"
    all_rules = f"/loyalty/programmes/{programme['id']}/rules"
    nights = {"points": 1, "each": "item", "only": ["Room"], "only_for_tiers": True, "counter": "nights"}
    assert owner.post(all_rules, name="Nights", scheme=nights).status_code == 201
    wrong = owner.post(all_rules, name="Days", scheme=nights | {"counter": "days"}).json()
    assert wrong["errors"][0]["field"] == "steps.1.counter"
    stay = [{"net": 40_000, "quantity": 4, "words": ["Room"]}]
    asked = owner.post(f"{one}/earn/preview", items=stay, at=on(2)).json()
    assert (asked["points"], asked["counters"]) == (1000, {"nights": 4})
    assert [owner.post(f"{one}/earn", items=stay, at=on(2, day)).json()["points"] for day in (1, 5)] == [1000, 1000]
    assert owner.get(one, at=on(3)).json()["tier"] == "silver"
    assert owner.post(f"{one}/earn", items=stay, at=on(3)).json()["points"] == 1240
    assert owner.post(f"{one}/earn", points=0, counters={"nights": 9}, at=on(4)).status_code == 201
    assert owner.get(one, at=on(5)).json()["tiers"]["amounts"] == {"points": 3240, "nights": 21}
    assert owner.post(f"{one}/earn", points=0, counters={"days": 9}).json()["errors"][0]["field"] == "counters.days"
