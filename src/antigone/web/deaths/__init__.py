"""The record of each dead person: particulars, certificate, grave, effects, handing over."""
