"""The article's text: blocks of the page in one walk, a trained model of each block, and the best cut."""
