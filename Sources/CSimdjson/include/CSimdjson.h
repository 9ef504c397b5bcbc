// A C face for simdjson's On-Demand parser: one record at a time, only the wanted fields.
#pragma once
