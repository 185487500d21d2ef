from foundation.consents import services
from foundation.outbox import subscribe
from foundation.outbox.events.foundation import MembersAdded, MembershipPassed, MembersRemoved


@subscribe(MembersAdded, queue="bulk")
def ask_guardians_of_new_members(event: MembersAdded) -> None:
    services.ask_by_mail(person_ids=event.person_ids)


@subscribe(MembersRemoved, queue="bulk")
def forget_removed_members(event: MembersRemoved) -> None:
    services.forget(person_ids=event.person_ids)


@subscribe(MembershipPassed, queue="default")
def follow_a_place_that_passed(event: MembershipPassed) -> None:
    services.pass_on(from_person_id=event.from_person_id, to_person_id=event.to_person_id)
