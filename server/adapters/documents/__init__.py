"""Copies of identity documents and photos: checked and made anew in a process that can do nothing else."""
