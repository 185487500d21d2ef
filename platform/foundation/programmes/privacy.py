from foundation.kernel.classification import PLAIN, Classification

MEMBER = Classification("personal", "life of the membership", "delete")
INVITED = Classification("personal", "120 days, or until it is claimed", "delete")
OFFICE = Classification("personal", "life of the grant", "delete")

FIELDS: dict[str, Classification] = {
    **dict.fromkeys(("MemberState.code", "MemberState.name", "MemberState.languages", "MemberState.active"), PLAIN),
    **dict.fromkeys(("Organisation.name", "Organisation.slug", "Organisation.state", "Organisation.kind"), PLAIN),
    "Programme.title": PLAIN,
    "Programme.slug": PLAIN,
    "Programme.starts_on": PLAIN,
    "Programme.ends_on": PLAIN,
    "Programme.follows": PLAIN,
    "Cohort.name": PLAIN,
    "Cohort.programme": PLAIN,
    "Cohort.organisation": PLAIN,
    "Cohort.starts_on": PLAIN,
    "Cohort.ends_on": PLAIN,
    "Cohort.seats": PLAIN,
    "Cohort.seats_taken": PLAIN,
    "Cohort.languages": PLAIN,
    "Cohort.courses": PLAIN,
    "Membership.person": MEMBER,
    "Membership.cohort": MEMBER,
    "Membership.programme": MEMBER,
    "Membership.state": MEMBER,
    "Membership.organisation": MEMBER,
    "Membership.group": MEMBER,
    "Membership.learner_number": Classification("sensitive", "life of the membership", "clear"),
    "Membership.status": MEMBER,
    "Membership.withdrawn_at": MEMBER,
    "Invitation.person": INVITED,
    "Invitation.counter": PLAIN,
    "Invitation.code_hash": Classification("sensitive", "until the next issue; a keyed hash", "delete"),
    "Invitation.expires_at": PLAIN,
    "Invitation.claimed_at": INVITED,
    "RoleGrant.person": OFFICE,
    "RoleGrant.role": OFFICE,
    "RoleGrant.state": OFFICE,
    "RoleGrant.organisation": OFFICE,
    "RoleGrant.granted_by": Classification("personal", "life of the grant", "clear"),
    "RoleGrant.revoked_at": OFFICE,
}
