"""What every page and every API call share: layout, sign-in, access, errors, languages."""
