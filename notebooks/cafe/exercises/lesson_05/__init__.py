"""Exercises of lesson 05: cache-aside, write-through, a leaderboard, the load left."""
