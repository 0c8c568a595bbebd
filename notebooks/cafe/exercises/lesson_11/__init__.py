"""Exercises of lesson 11: an index, a metric, an alarm, a proxy, six cases."""
