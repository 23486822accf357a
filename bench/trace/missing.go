package trace

// missing looks for kinds that were not captured: one that is not there at
// all although another implies it.
func (s *summarizer) missing() {
	for _, must := range [...]struct{ with, have Kind }{
		{PTEFault, GrabRet}, {PTEFault, PTEFaultDone}, {PMDFault, PMDFaultDone},
		{GrabRet, GetEntry}, {GetEntry, GetEntryRet}, {GrabRet, Unlock}, {Unlock, Wake},
		{Sleep, SchedWaking}, {Sleep, SchedSwitch},
	} {
		if at := s.kinds[must.with]; at != 0 && s.kinds[must.have] == 0 {
			s.Warnings.add(MissingEvents, at, 1)
		}
	}
	if at := s.kinds[GrabRet]; at != 0 && s.Faults == 0 {
		s.Warnings.add(MissingEvents, at, 1)
	}
}
