-- The script of wrk: walks through requests that are ready to be sent, over and over. The file that
-- BENCH_REQUESTS names holds them as bytes, with a NUL behind each.
local requests = {}
local at = 0

function init()
  local file = assert(io.open(os.getenv("BENCH_REQUESTS"), "rb"))
  for request_bytes in file:read("*a"):gmatch("(%Z+)%z") do
    requests[#requests + 1] = request_bytes
  end
  file:close()
end

function request()
  at = at % #requests + 1
  return requests[at]
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    'RESULT {"requests":%d,"microseconds":%d,"p50":%d,"p99":%d,"refused":%d,"broken":%d}\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
