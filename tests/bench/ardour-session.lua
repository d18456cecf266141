-- SPDX-License-Identifier: GPL-3.0-or-later
-- ardour7-lua ardour-session.lua SONG.tsv SESSION NAME plain|mix: a session without sound,
-- a track a line of SONG.tsv (tests/bench/make-song).  Ardour's Lua cannot import files:
-- ardour-regions.py adds them.
local tsv, dir, name, variant = arg[1], arg[2], arg[3], arg[4]
local nogroup = PBD.GroupControlDisposition.NoGroup
local reverb_sends = ARDOUR.RouteListPtr()

AudioEngine:set_backend("None (Dummy)", "bench", "")
assert(create_session(dir, name, 48000), "cannot create session")

local function plug(route, uri, place, params)
	local p = ARDOUR.LuaAPI.new_plugin(Session, uri, ARDOUR.PluginType.LV2, "")
	if p:isnil() then return false end
	route:add_processor_by_index(p, place, nil, true)
	for k, v in pairs(params) do
		assert(ARDOUR.LuaAPI.set_processor_param(p, k, v), "param refused")
	end
	return true
end

local i = 0
for line in io.lines(tsv) do
	local channels, gain, pan = line:match("^%S+\t(%d+)\t(%S+)\t(%S+)")
	channels = math.tointeger(tonumber(channels))
	local track = Session:new_audio_track(channels, 2, nil, 1, string.format("T%03d", i),
		ARDOUR.PresentationInfo.max_order, ARDOUR.TrackMode.Normal, false):front()
	if variant == "mix" then
		-- before the fader; every band does work, no setting is neutral
		assert(plug(track, "urn:ardour:a-eq", 0,
			{ [1] = 1.5, [3] = -2.5, [6] = 2, [9] = -1.5, [12] = 2.5, [15] = 1 }))
		assert(plug(track, channels == 2 and "urn:ardour:a-comp#stereo" or "urn:ardour:a-comp", 1,
			{ [3] = 4, [4] = -24, [5] = 3 }))
		if i % 4 == 1 then reverb_sends:push_back(track) end
	end
	track:gain_control():set_value(tonumber(gain), nogroup)
	if channels == 1 then track:pan_azimuth_control():set_value(tonumber(pan), nogroup) end
	i = i + 1
end
if variant == "mix" then
	local bus = Session:new_audio_route(2, 2, nil, 1, "Reverb",
		ARDOUR.PresentationInfo.Flag.AudioBus, ARDOUR.PresentationInfo.max_order):front()
	assert(plug(bus, "urn:ardour:a-reverb", 0, { [0] = 1.0 }))
	Session:add_internal_sends(bus, ARDOUR.Placement.PostFader, reverb_sends)
	plug(Session:master_out(), "http://gareus.org/oss/lv2/dpl#stereo", 0, {})
end
Session:save_state("")
close_session()
quit()
