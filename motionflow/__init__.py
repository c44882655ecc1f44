"""motionflow follows a political motion from the branch meeting to the budget and until it is done."""
