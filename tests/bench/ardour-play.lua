-- SPDX-License-Identifier: GPL-3.0-or-later
-- ardour7-lua ardour-play.lua SESSION NAME: plays it on the running JACK server until it is
-- killed, and tells each second in which it rolls where it is.
assert(AudioEngine:set_backend("JACK", "ardour-bench", ""), "no JACK backend")
assert(load_session(arg[1], arg[2]), "cannot load")
Session:request_locate(0, false, ARDOUR.LocateTransportDisposition.MustStop,
	ARDOUR.TransportRequestSource.TRS_UI)
sleep(1)
Session:request_roll(ARDOUR.TransportRequestSource.TRS_UI)
while true do
	sleep(1)
	if Session:transport_rolling() then
		print(string.format("rolls %.2f", Session:transport_sample() / 48000))
		io.stdout:flush()
	end
end
