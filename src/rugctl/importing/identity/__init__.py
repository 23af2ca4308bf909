"""Who is who: names of people and organizations brought together with each other and with the registry."""
