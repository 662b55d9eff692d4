-- What wrk sends: in turns, either a create to a new recipient, or a create and the check of its code.
--
-- One thread has one connection, so that a thread is a client: the time from the start of one turn to the start
-- of the next is what its user waits for. wrk's own latencies are not used: they are per request, not per turn,
-- and "corrected" by samples that were never taken.
--
-- Arguments: "create" or "cycle", the first recipient (seven digits), the number of connections.

local ffi = require("ffi")
ffi.cdef [[
  typedef struct { long seconds; long nanoseconds; } benchmark_time;
  int clock_gettime(int clock, benchmark_time *time);
]]
local MONOTONIC = ffi.os == "OSX" and 6 or 1

local SERVICE = "/v2/Services/VA" .. string.rep("0", 32)
-- AC + 32 zeros, with 32 zeros as the token.
local HEADERS = {
  ["Authorization"] = "Basic QUMwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDowMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMA==",
  ["Content-Type"] = "application/x-www-form-urlencoded",
  ["Accept"] = "application/json",
  ["User-Agent"] = "twilio-python/9.13.0 (Linux x86_64) Python/3.11.7",
}

local threads = {}

function setup(thread)
  thread:set("index", #threads)
  table.insert(threads, thread)
end

-- A request around its seven digits: they are the only part that changes.
local function template(path, form)
  local request = wrk.format("POST", SERVICE .. path, HEADERS, form)
  local at = request:find("#######", 1, true)
  return request:sub(1, at - 1), request:sub(at + 7)
end

local create_head, create_tail, check_head, check_tail
local cycle, recipient, step
local now_at = ffi.new("benchmark_time")
local started
local unsent = true
local checking = false
waits = {}

local function microseconds()
  ffi.C.clock_gettime(MONOTONIC, now_at)
  return tonumber(now_at.seconds) * 1000000 + tonumber(now_at.nanoseconds) / 1000
end

local function count_the_wait()
  local now = microseconds()
  if started then
    local wait = string.format("%.0f", now - started)
    waits[wait] = (waits[wait] or 0) + 1
  end
  started = now
end

function init(args)
  create_head, create_tail = template("/Verifications", "To=%2B1501#######&Channel=sms")
  check_head, check_tail = template("/VerificationCheck", "To=%2B1501#######&Code=424242")
  cycle = args[1] == "cycle"
  recipient = string.format("%07d", tonumber(args[2]) + index)
  step = tonumber(args[3])
  unsent = index == 0
end

function request()
  if unsent then
    -- wrk asks the first thread once for a request that it only looks at.
    unsent = false
    return create_head .. recipient .. create_tail
  end
  if checking then
    checking = false
    return check_head .. recipient .. check_tail
  end
  count_the_wait()
  if cycle then
    -- The same recipient again and again: should a code not be accepted, the send limit soon shows it.
    checking = true
  else
    recipient = string.format("%07d", tonumber(recipient) + step)
  end
  return create_head .. recipient .. create_tail
end

local function percentile(counts, total, share)
  local order = {}
  for wait in pairs(counts) do table.insert(order, wait) end
  table.sort(order)
  local seen = 0
  for _, wait in ipairs(order) do
    seen = seen + counts[wait]
    if seen >= total * share then return wait end
  end
  return 0
end

function done(summary)
  local counts, total = {}, 0
  for _, thread in ipairs(threads) do
    for wait, times in pairs(thread:get("waits")) do
      counts[tonumber(wait)] = (counts[tonumber(wait)] or 0) + times
      total = total + times
    end
  end
  local errors = summary.errors
  io.write(string.format(
    'result {"requests": %d, "seconds": %.6f, "p50": %d, "p99": %d, "statuses": %d, "sockets": %d}\n',
    summary.requests, summary.duration / 1000000, percentile(counts, total, 0.5), percentile(counts, total, 0.99),
    errors.status, errors.connect + errors.read + errors.write + errors.timeout
  ))
end
