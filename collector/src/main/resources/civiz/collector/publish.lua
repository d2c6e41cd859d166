-- Publishes a batch of events of one area: the only writer of an area's keys, atomic, so that the order on the
-- channel is the order in the log and nothing is ever in one of them alone. Spec: contract/README.md. Uses nothing
-- that Redis 6.2 lacks.
--
-- KEYS  1 head (hash)   2 log (stream)   3 ids (hash)   4 channel
-- ARGV  1 token         the publisher's fencing token; '' for a guest, who publishes beside the one with the token
--       2 batch         an id of this batch; sent again after a lost reply, it gets the first reply again
--       3 epoch, 4 seq  what this script answered the publisher last; '' and '0' when it has not published yet
--       5 fresh         the epoch to begin where continuity can't be proven; another one each time it is sent
--       6 run           run_id of the server, read over the connection that sends this
--       7 retention     milliseconds an event stays in the log
--       8 most          events that stay in the log
--       9 status        JSON object, or '' for none
--       then four an event: 'post' | 'retract', ids (separated by blanks), author, JSON (Feature or retract object)
-- Returns { epoch, seq, outcome }, one character an event: p published, d duplicate, r retracted before.
local PUBLISH = 'PUBLISH' -- on a cluster SPUBLISH, as the collector replaces it
local head_key, log_key, ids_key, channel = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local status = ARGV[9]
local guest = ARGV[1] == ''
local head = redis.call('HMGET', head_key, 'token', 'epoch', 'seq', 'trimmed', 'run', 'left', 'batch', 'outcome', 'since')
local epoch, seq, trimmed, run, left = head[2], tonumber(head[3] or '0'), tonumber(head[4] or '0'), head[5], head[6]
local since = head[9]

if not guest and tonumber(head[1] or '0') > tonumber(ARGV[1]) then
  return redis.error_reply('FENCED a later collector publishes here')
end
if not guest and head[7] == ARGV[2] then
  return { epoch, left, head[8] }
end

local function whole(number) return string.format('%.0f', number) end

-- The greatest number the log ever had, or nothing when there is no log.
local function last_of_log()
  if redis.call('EXISTS', log_key) == 0 then return nil end
  local info = redis.call('XINFO', 'STREAM', log_key)
  for i = 1, #info, 2 do
    if info[i] == 'last-generated-id' then return tonumber(string.match(info[i + 1], '^%d+')) end
  end
end

-- Continuity: the head is where this publisher left it, but for what guests added, or where another one did on a
-- server that has not restarted since, and the log fits the head. Otherwise a new epoch tells every reader to begin
-- anew.
local proven
if ARGV[3] ~= '' then
  proven = epoch == ARGV[3] and left == ARGV[4]
else
  proven = epoch and run == ARGV[6]
end
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local last = last_of_log()
local fits = last and last <= seq or not last and seq == trimmed
if not proven or not fits then
  epoch = ARGV[5]
  seq = math.max(seq, tonumber(ARGV[4]), last or 0)
  if not last then since = whole(now) end
elseif last and run ~= ARGV[6] then
  -- the server restarted and may have lost what guests added last: readers may have seen those numbers
  seq = seq + 1000
end

-- A feed that nobody publishes to any more is forgotten whole, an hour after its last event would have been.
local forget = whole(now + tonumber(ARGV[7]) + 3600000)

-- When memory is short Redis refuses the first write of a script, if it is one that can need more, and with it the
-- whole batch; never a later one. So an expiry as the first write lets a heartbeat through, which makes room, and a
-- guest, who takes posts back.
if status ~= '' or guest then redis.call('PEXPIREAT', head_key, forget) end
redis.call('HSET', head_key, 'epoch', epoch, 'run', ARGV[6])
if not last then
  -- what ids says is about a log that is gone
  trimmed = seq
  redis.call('DEL', ids_key)
end

local function entry_of(at)
  local found = redis.call('XRANGE', log_key, at .. '-0', at .. '-0')
  return found[1] and found[1][2][2]
end

local function append(member, json, ids, author)
  seq = seq + 1
  local number = whole(seq)
  local event = '{"epoch":"' .. epoch .. '","seq":' .. number .. ',"' .. member .. '":' .. json .. '}'
  redis.call('XADD', log_key, number .. '-0', 'event', event, 'ids', ids, 'author', author, 'at', whole(now))
  redis.call(PUBLISH, channel, event)
  return number
end

-- ids maps a post's id to the number of the last event about it, with an r before it when that took it back.
local function publish_post(id, author, json)
  local at = redis.call('HGET', ids_key, id)
  if at and string.sub(at, 1, 1) == 'r' then return 'r' end
  if at then
    local event = entry_of(at)
    local tail = ',"post":' .. json .. '}'
    if event and string.sub(event, -string.len(tail)) == tail then return 'd' end
    redis.call('XDEL', log_key, at .. '-0')
  end
  redis.call('HSET', ids_key, id, append('post', json, id, author))
  return 'p'
end

-- A retraction of an author is published even when none of the posts is here: a reader may have some all the same.
local function retract(ids, author, json)
  local known = {}
  for id in string.gmatch(ids, '%S+') do
    local at = redis.call('HGET', ids_key, id)
    if at and string.sub(at, 1, 1) == 'r' then
      if author == '' then return 'r' end
    else
      if at then redis.call('XDEL', log_key, at .. '-0') end
      known[#known + 1] = id
    end
  end
  local number = append('retract', json, table.concat(known, ' '), author)
  for _, id in ipairs(known) do redis.call('HSET', ids_key, id, 'r' .. number) end
  return 'p'
end

local outcome = {}
for i = 10, #ARGV, 4 do
  if ARGV[i] == 'post' then
    outcome[#outcome + 1] = publish_post(ARGV[i + 1], ARGV[i + 2], ARGV[i + 3])
  else
    outcome[#outcome + 1] = retract(ARGV[i + 1], ARGV[i + 2], ARGV[i + 3])
  end
end

-- Drops what is over the count, and with a status also what is older than the retention; oldest first, and a bounded
-- number a call, because all of Redis waits for it.
local function trim()
  local over = redis.call('XLEN', log_key) - tonumber(ARGV[8])
  local young = status == '' and 0 or now - tonumber(ARGV[7])
  for _ = 1, 40 do
    if over <= 0 and status == '' then return end
    local oldest = redis.call('XRANGE', log_key, '-', '+', 'COUNT', 100)
    local gone, at
    local count = 0
    for _, entry in ipairs(oldest) do
      local fields = entry[2]
      if over <= 0 and tonumber(fields[8]) > young then break end
      over = over - 1
      count = count + 1
      gone = string.match(entry[1], '^%d+')
      at = fields[8]
      for id in string.gmatch(fields[4], '%S+') do
        local latest = redis.call('HGET', ids_key, id)
        if latest == gone or latest == 'r' .. gone then redis.call('HDEL', ids_key, id) end
      end
    end
    if not gone then return end
    trimmed = tonumber(gone)
    since = at
    redis.call('XTRIM', log_key, 'MINID', whole(trimmed + 1) .. '-0')
    if count < 100 then return end
  end
end

trim()
local result = table.concat(outcome)
redis.call('HSET', head_key, 'seq', whole(seq), 'trimmed', whole(trimmed), 'since', since or '0')
if not guest then
  redis.call('HSET', head_key, 'token', ARGV[1], 'left', whole(seq), 'batch', ARGV[2], 'outcome', result)
end
if status ~= '' then
  redis.call('HSET', head_key, 'status', status, 'heard', whole(now))
  redis.call(PUBLISH, channel, '{"epoch":"' .. epoch .. '","seq":' .. whole(seq) .. ',"at":' .. whole(now) .. ',"since":' .. (since or '0') .. ',"status":' .. status .. '}')
end
if status ~= '' or guest then
  for _, key in ipairs({ head_key, log_key, ids_key }) do redis.call('PEXPIREAT', key, forget) end
end
return { epoch, whole(seq), result }
