package bench

// wrapped is an engine whose tasks a test has put something around.
type wrapped struct {
	engine
	wrap func(participant) participant
}

func (e wrapped) Run(body func(participant)) bool {
	return e.engine.Run(func(t participant) { body(e.wrap(t)) })
}
