from safemigrate import env

env.run()
