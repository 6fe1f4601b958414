"""Pictures of all sources under addresses that never change: fetched with care, resized, kept for a while."""
