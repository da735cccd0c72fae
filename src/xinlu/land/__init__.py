"""The land that households live on: where homes lie, and how long the walk is from there to clinic, school, market and road."""
