// Statistics, match, claims, verdicts, evidence.
