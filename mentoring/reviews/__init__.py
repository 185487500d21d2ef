"""How submissions are reviewed: the queue, leases that the database decides, drafts that outlive them, decisions that
go out once. It must never know whose work it is beyond telling people apart, and never give a name away."""
