"""What is looked at: views, widget impressions and outbound clicks by offer, key and day, about nobody."""
