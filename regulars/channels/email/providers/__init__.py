"""How mail providers talk to us over HTTP: who may call, the letters they bring, and what they tell of ours."""
