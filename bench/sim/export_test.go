package sim

// Sifts returns how many steps events took up or down the queue.
func (e *Engine) Sifts() int64 { return e.queue.sifts }
