from regulars.surprises.models.achievement import Achievement, Round, Step
from regulars.surprises.models.surprise import Draw, Prize, Surprise

__all__ = ["Achievement", "Draw", "Prize", "Round", "Step", "Surprise"]
