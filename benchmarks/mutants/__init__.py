"""Mutation testing: what the tests would notice if the code said something else."""
