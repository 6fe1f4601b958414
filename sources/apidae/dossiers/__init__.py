"""What those who answer for offers see of them, public or not: reasons, notices, previews."""
