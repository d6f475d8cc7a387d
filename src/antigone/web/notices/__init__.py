"""What leaves the house on paper: reports and notices. Never a picture, never a genotype."""
