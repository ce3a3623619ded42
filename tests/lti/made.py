"""A platform that nobody can reach, with one of every thing that an address can name."""

from lti.actions.platforms import Registered, add_platform
from lti.launching import hashed
from lti.models import Account, Launch, Placement


def make_platform(cast):
    """What the addresses of an agency's learning platform name, by what the table calls it."""
    asha, boss = cast["assessor"], cast["agency_admin"].membership
    url = f"http://127.0.0.1:9/{asha.agency.slug}"
    told = Registered("College", url, "client", "deployment", url, url, url)
    platform = add_platform(told=told, by=boss)
    own = {"agency": asha.agency, "platform": platform}
    account = Account.objects.create(**own, subject="subject", user=asha.user)
    link = Placement.objects.create(
        **own, deployment="deployment", link="link", course="course", members_url=url
    )
    key = f"key of {asha.agency.slug}"
    Launch.objects.create(
        **own,
        placement=link,
        deployment="deployment",
        subject="subject",
        nonce=hashed(key),
        key=hashed(key),
        browser=hashed("browser"),
    )
    return {
        "learning platform": (platform.pk,),
        "account at a platform": (platform.pk, account.pk),
        "link in a course": (link.pk,),
        "course": (platform.pk, link.pk),
        "key of a launch": (key,),
    }
