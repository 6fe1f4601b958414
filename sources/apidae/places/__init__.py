"""Places that are facts of public record: communes, their former codes, postcodes and EPCI."""
