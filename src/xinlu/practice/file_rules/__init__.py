"""The rules that judge a household file, one module a subject. `practice.file_quality` is their one face."""
