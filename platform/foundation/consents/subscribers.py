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
def forget_who_passed_her_place_on(event: MembershipPassed) -> None:
    services.forget(person_ids=[event.from_person_id])
