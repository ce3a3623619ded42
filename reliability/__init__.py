"""How well assessors agree, who is certified, and who is drifting."""
