-- Sends the requests of a file one after the other; prints one line of JSON at the end.
-- Arguments: file of bodies (one per line), path, method, value of If-None-Match or "".

local requests = {}
local at = 0

function init(args)
  local file, path, method, known = args[1], args[2], args[3], args[4]
  local headers = { ["Content-Type"] = "application/json", ["Accept"] = "application/json" }
  if known ~= "" then headers["If-None-Match"] = known end
  for line in io.lines(file) do
    if method == "GET" then
      requests[#requests + 1] = wrk.format("GET", path .. "?" .. line, headers)
    else
      requests[#requests + 1] = wrk.format("POST", path, headers, line)
    end
  end
end

function request()
  at = at % #requests + 1
  return requests[at]
end

function done(summary, latency)
  local e = summary.errors
  io.write(string.format(
    '\nRESULT {"requests":%d,"microseconds":%d,"bytes":%d,"refused":%d,"broken":%d,"p50":%d,"p99":%d}\n',
    summary.requests, summary.duration, summary.bytes, e.status,
    e.connect + e.read + e.write + e.timeout, latency:percentile(50), latency:percentile(99)))
end
