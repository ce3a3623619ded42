"""People of another host: the world comes as JSON, what they did goes back as JSON.

python -m bench.topology.client HOST PORT
"""

import dataclasses
import json
import sys

from bench.site import World
from bench.topology import visiting

if __name__ == "__main__":
    place = (sys.argv[1], int(sys.argv[2]))
    people = World.from_json(sys.stdin.read())
    visiting.wait_for(*place)
    worked = dataclasses.asdict(visiting.everybody_works(people, *place))
    worked["language_holds"] = visiting.language_holds(people.assessors[0], *place, 9)
    sys.stdout.write(json.dumps(worked))
