"""The application: what people and organisations do with the scheduler."""
